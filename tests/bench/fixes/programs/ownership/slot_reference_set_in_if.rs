struct Profile {
    name: String,
    bio: String,
}

fn main() {
    let profile = Profile { name: "Nadia".into(), bio: String::new() };
    let fallback = "(no bio)";
    let shown: &str;
    if profile.bio.is_empty() {
        shown = fallback;
    } else {
        let short: String = profile.bio.chars().take(20).collect();
        shown = &short;
    }
    println!("{}: {shown}", profile.name);
    println!("{}", shown.len());
    println!("{}", profile.name.len() + profile.bio.len());
}
