use std::error::Error;

fn parse_size(text: &str) -> Result<u64, Box<dyn Error>> {
    let (number, unit) = text.split_at(text.len() - 1);
    let n: u64 = number.parse()?;
    match unit {
        "k" => Ok(n * 1024),
        "m" => Ok(n * 1024 * 1024),
        _ => Err(format!("unknown unit {unit}").into()),
    }
}

fn main() {
    let mut total = 0;
    for t in ["4k", "2m", "xk", "9z"] {
        match parse_size(t) {
            Ok(n) => {
                total += n;
                println!("{t} = {n}");
            }
            Err(e) => println!("{t}: {e}"),
        }
    }
    println!("{total}");
}
