use std::num::ParseIntError;

#[derive(Debug)]
enum AgeError {
    Invalid(ParseIntError),
    Negative(i32),
}

fn parse_age(text: &str) -> Result<i32, AgeError> {
    let n: i32 = text.parse()?;
    if n < 0 {
        Err(AgeError::Negative(n))
    } else {
        Ok(n)
    }
}

fn main() {
    for t in ["44", "-3", "old"] {
        match parse_age(t) {
            Ok(n) => println!("age {n}"),
            Err(AgeError::Negative(n)) => println!("negative {n}"),
            Err(AgeError::Invalid(e)) => println!("invalid: {e}"),
        }
    }
}
