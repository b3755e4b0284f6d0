fn parse_percent(text: &str) -> Result<f64, String> {
    let digits = text.strip_suffix('%').ok_or(format!("{text}: no percent sign"))?;
    let value: f64 = digits.trim().parse().map_err(|_| format!("{text}: not a number"))?;
    if value > 100.0 {
        return Err(format!("{text}: too much"));
    }
    Ok(value / 100.0)
}

fn main() {
    for t in ["25%", "7.5 %", "12", "x%", "300%"] {
        match parse_percent(t) {
            Ok(v) => println!("{t} = {v:.3}"),
            Err(e) => println!("error {e}"),
        }
    }
}
