use std::fmt;

#[derive(Clone, Debug)]
struct Reading {
    sensor: String;
    celsius: f32;
    valid: bool;
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.valid {
            write!(f, "{} {:.1}C", self.sensor, self.celsius)
        } else {
            write!(f, "{} --", self.sensor)
        }
    }
}

fn parse(line: &str) -> Reading {
    let mut parts = line.split('=');
    let sensor = parts.next().unwrap_or("?").trim().to_string();
    let value = parts.next().and_then(|v| v.trim().parse::<f32>().ok());
    Reading {
        sensor,
        celsius: value.unwrap_or(0.0),
        valid: value.is_some(),
    }
}

fn main() {
    let readings: Vec<Reading> = "attic = 31.25\ncellar = 12\ngarage = err"
        .lines()
        .map(parse)
        .collect();
    for r in &readings {
        println!("{}", r);
    }
    let hottest = readings
        .iter()
        .filter(|r| r.valid)
        .max_by(|a, b| a.celsius.total_cmp(&b.celsius));
    println!("hottest: {}", hottest.unwrap());
}
