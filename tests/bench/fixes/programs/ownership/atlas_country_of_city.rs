use std::collections::HashMap;

struct Atlas {
    cities: HashMap<String, String>,
}

impl Atlas {
    fn country(&self, city: &str) -> Option<String> {
        self.cities.get(city).map(|c| *c)
    }

    fn same_country(&self, a: &str, b: &str) -> bool {
        match (self.country(a), self.country(b)) {
            (Some(x), Some(y)) => x == y,
            _ => false,
        }
    }
}

fn main() {
    let mut atlas = Atlas { cities: HashMap::new() };
    for (city, land) in [("Lyon", "France"), ("Nice", "France"), ("Turin", "Italy")] {
        atlas.cities.insert(city.to_string(), land.to_string());
    }
    println!("{}", atlas.same_country("Lyon", "Nice"));
    println!("{}", atlas.same_country("Nice", "Turin"));
    println!("{:?}", atlas.country("Rome"));
}
