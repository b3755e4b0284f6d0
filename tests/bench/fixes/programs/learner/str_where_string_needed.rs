struct Contact {
    name: String,
    phone: String,
}

fn parse(line: &str) -> Contact {
    let mut parts = line.splitn(2, ':');
    let name = parts.next().unwrap_or("").trim();
    let phone = parts.next().unwrap_or("").replace(' ', "");
    Contact { name, phone }
}

fn main() {
    let lines = ["Ann: 555 12 34", "Ben : 77 88"];
    let contacts: Vec<Contact> = lines.iter().map(|l| parse(l)).collect();
    for c in &contacts {
        println!("{:<5}{}", c.name, c.phone);
    }
    println!("{}", contacts.iter().map(|c| c.phone.len()).sum::<usize>());
}
