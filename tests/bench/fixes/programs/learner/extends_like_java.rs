trait Animal {
    fn name(&self) -> String;
}

trait Pet extends Animal {
    fn owner(&self) -> String;

    fn tag(&self) -> String {
        format!("{} of {}", self.name(), self.owner())
    }
}

struct Dog {
    owner: String,
}

impl Animal for Dog {
    fn name(&self) -> String {
        "Dog".to_string()
    }
}

impl Pet for Dog {
    fn owner(&self) -> String {
        self.owner.clone()
    }
}

fn main() {
    let dogs: Vec<Dog> = ["Tove", "Nils"].iter().map(|o| Dog { owner: o.to_string() }).collect();
    for d in &dogs {
        println!("{}", d.tag());
    }
}
