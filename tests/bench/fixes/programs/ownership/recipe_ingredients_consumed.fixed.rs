struct Recipe {
    title: String,
    ingredients: Vec<String>,
}

impl Recipe {
    fn shopping_list(&self) -> String {
        let mut sorted: Vec<&String> = self.ingredients.iter().collect();
        sorted.sort();
        sorted.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn size(&self) -> usize {
        self.ingredients.len()
    }
}

fn main() {
    let pancakes = Recipe {
        title: "Pancakes".to_string(),
        ingredients: vec!["milk".to_string(), "eggs".to_string(), "flour".to_string()],
    };
    println!("buy {}", pancakes.shopping_list());
    println!("{} needs {} things", pancakes.title, pancakes.size());
}
