use std::collections::BTreeMap;

fn index(docs: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in docs {
        let name = name.to_string();
        for word in text.split(' ') {
            let list = map.entry(word.to_string()).or_default();
            if !list.contains(&name) {
                list.push(name.clone());
            }
        }
    }
    map
}

fn main() {
    let docs = [("a.txt", "red fish blue fish"), ("b.txt", "blue moon")];
    let idx = index(&docs);
    for (word, names) in &idx {
        println!("{word}: {}", names.join(","));
    }
}
