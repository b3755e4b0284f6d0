use std::num::ParseIntError;

fn deviation(reading: &str, target: i64) -> Result<i64, ParseIntError> {
    let value = reading.trim().parse::<i64>()?;
    Ok((value - target).abs())
}

fn worst_reading(csv: &str, target: i64) -> Result<i64, ParseIntError> {
    let mut worst = 0;
    for field in csv.split(',') {
        let magnitude = field.trim().parse::<i64>()?.abs();
        let off = deviation(field, target)?;
        if off > worst {
            worst = off;
        }
        println!("  |{}| -> off by {}", magnitude, off);
    }
    Ok(worst)
}

fn main() {
    let sensors = [("roof", "18, 21,-4"), ("cellar", "12,13,12"), ("attic", "25,hot,30")];
    for (name, csv) in sensors {
        println!("{}", name);
        match worst_reading(csv, 15) {
            Ok(worst) => println!("  worst deviation {}", worst),
            Err(e) => println!("  bad data: {}", e),
        }
    }
}
