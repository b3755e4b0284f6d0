fn safe_div(a: i32, b: i32) -> Result<i32, String> {
    if b == 0 {
        Err(String::from("division by zero"))
    } else {
        Ok(a / b)
    }
}

fn ratio_table(pairs: &[(i32, i32)]) -> Vec<String> {
    pairs
        .iter()
        .map(|(a, b)| match safe_div(*a, *b) {
            Ok(q) => format!("{a}/{b}={q}"),
            Err(e) => format!("{a}/{b}: {e}"),
        })
        .collect()
}

fn main() {
    for row in ratio_table(&[(12, 4), (5, 0), (-9, 2)]) {
        println!("{row}");
    }
    println!("{}", safe_div(1, 0).is_err());
}
