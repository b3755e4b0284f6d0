fn parse_point(text: &str) -> Result<(i32, i32), std::num::ParseIntError> {
    let mut parts = text.split(',');
    let x = parts.next().unwrap_or("").trim().parse()?;
    let y = parts.next().unwrap_or("").trim().parse()?;
    Ok((x, y))
}

fn manhattan(a: (i32, i32), b: (i32, i32)) -> i32 {
    (a.0 - b.0).abs() + (a.1 - b.1).abs()
}

fn main() {
    let a = parse_point("3, 4")?;
    let b = parse_point("-1,10")?;
    println!("{}", manhattan(a, b));
    println!("{}", parse_point("1").is_err());
}
