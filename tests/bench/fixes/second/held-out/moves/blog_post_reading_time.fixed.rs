#[derive(Debug)]
struct Post {
    title: String,
    slug: String,
    body: String,
    words: usize,
}

fn slugify(title: &str) -> String {
    title
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-")
}

fn new_post(title: String, body: String) -> Post {
    Post {
        slug: slugify(&title),
        title,
        words: body.split_whitespace().count(),
        body,
    }
}

fn main() {
    let posts = vec![
        new_post("Hello World".to_string(), "This is the first post".to_string()),
        new_post("On Moving House".to_string(), "Boxes everywhere".to_string()),
    ];

    for post in &posts {
        println!("/{} - {}", post.slug, post.title);
        println!("  {} ({} words)", post.body, post.words);
    }
}
