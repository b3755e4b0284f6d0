struct Section {
    title: String,
    keys: Vec<String>,
}

struct Config {
    sections: Vec<Section>,
}

impl Config {
    fn main_title(&self) -> String {
        let first = &self.sections[0];
        format!("{} ({})", first.title, first.keys.len())
    }
}

fn parse(text: &str) -> Config {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix('[') {
            sections.push(Section { title: rest.trim_end_matches(']').to_string(), keys: vec![] });
        } else if let Some(last) = sections.last_mut() {
            last.keys.push(line.to_string());
        }
    }
    Config { sections }
}

fn main() {
    let config = parse("[net]\nport\nhost\n[log]\nlevel");
    println!("{}", config.main_title());
    println!("{} sections", config.sections.len());
}
