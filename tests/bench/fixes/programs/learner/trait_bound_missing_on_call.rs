trait Priced {
    fn price(&self) -> u32;
}

struct Meal {
    courses: Vec<u32>,
}

struct Drink(u32);

impl Priced for Meal {
    fn price(&self) -> u32 {
        self.courses.iter().sum()
    }
}

fn with_tip<P: Priced>(p: &P, percent: u32) -> u32 {
    p.price() + p.price() * percent / 100
}

fn main() {
    let meal = Meal { courses: vec![600, 1400] };
    let drink = Drink(400);
    println!("{}", with_tip(&meal, 10));
    println!("{}", with_tip(&drink, 5));
    println!("{}", drink.0);
}
