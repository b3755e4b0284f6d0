fn fields(record: &str) -> Vec<&str> {
    let cleaned = record.replace('"', "");
    cleaned.split(';').map(|f| f.trim()).collect()
}

fn main() {
    let records = ["\"Ann\"; 31; Bergen", "\"Raj\";  45 ;Delhi"];
    let mut ages = 0;
    for r in records {
        let f = fields(r);
        println!("{} lives in {}", f[0], f[2]);
        ages += f[1].parse::<u32>().unwrap();
    }
    println!("{ages} years");
}
