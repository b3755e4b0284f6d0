use std::fmt::Display;

#[derive(Debug, PartialEq)]
struct Release<'a> {
    name: &'a str,
    tag: Option<&'a str>,
    parts: Vec<u32>,
}

impl<'a> From<&'a str> for Release<'a> {
    fn from(text: &'a str) -> Self {
        let (name, version) = text.split_once('@').unwrap_or((text, "0"));
        let (numbers, tag) = match version.split_once('-') {
            Some((numbers, tag)) => (numbers, Some(tag)),
            None => (version, None),
        };
        let parts = numbers.split('.').filter_map(|n| n.parse().ok()).collect();
        Release { name, tag, parts }
    }
}

fn dotted<T: Display>(parts: &[T]) -> String {
    parts.iter().map(|p| p.to_string()).collect::<Vec<_>>().join(".")
}

fn main() {
    let listed = ["serde@1.0.203", "tokio@1.38.0-rc1", "mystery"];
    let mut releases: Vec<Release> = listed.into_iter().map(Release::from).collect();
    releases.sort_by(|a, b| b.parts.cmp(&a.parts));

    for release in &releases {
        let tag = release.tag.unwrap_or("stable");
        println!("{:<8} {:<8} {}", release.name, dotted(&release.parts), tag);
    }
}
