struct Profile {
    name: String,
    bio: String,
}

fn main() {
    let profile = Profile { name: "Nadia".into(), bio: String::new() };
    let fallback = "(no bio)";
    let short;
    let shown: &str;
    if profile.bio.is_empty() {
        shown = fallback;
    } else {
        short = profile.bio.chars().take(20).collect::<String>();
        shown = &short;
    }
    println!("{}: {shown}", profile.name);
    println!("{}", shown.len());
    println!("{}", profile.name.len() + profile.bio.len());
}
