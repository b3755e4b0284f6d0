use std::str::FromStr;

#[derive(Debug, PartialEq)]
enum Unit {
    Gram,
    Litre,
}

impl FromStr for Unit {
    type Err = String;

    fn from_str(text: &str) -> Result<Unit, String> {
        match text {
            "g" => Ok(Unit::Gram),
            "l" => Ok(Unit::Litre),
            other => Err(format!("what is {other}?")),
        }
    }
}

fn amount(text: &str) -> Result<(u32, Unit), String> {
    let (n, unit) = text.split_once(' ').ok_or("no unit")?;
    let n = n.parse::<u32>().map_err(|e| e.to_string())?;
    Ok((n, unit.parse::<Unit>()?))
}

fn main() {
    for t in ["250 g", "2 l", "3 cups", "many g"] {
        println!("{:?}", amount(t));
    }
}
