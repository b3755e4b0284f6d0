fn common_prefix(left: &str, right: &str) -> &str {
    let mut end = 0;
    for ((i, a), b) in left.char_indices().zip(right.chars()) {
        if a != b {
            break;
        }
        end = i + a.len_utf8();
    }
    &left[..end]
}

fn common_of_all<'a>(paths: &[&'a str]) -> &'a str {
    let mut prefix = match paths.first() {
        Some(first) => *first,
        None => return "",
    };
    for path in &paths[1..] {
        prefix = common_prefix(prefix, path);
    }
    prefix
}

fn main() {
    let paths = [
        "/srv/www/site/index.html",
        "/srv/www/site/css/main.css",
        "/srv/www/static/logo.png",
    ];

    println!("{}", common_prefix(paths[0], paths[1]));
    let prefix = common_of_all(&paths);
    println!("prefix of all: {}", prefix);
    for path in paths {
        println!("  {}", &path[prefix.len()..]);
    }
    println!("empty: {:?}", common_of_all(&[]));
}
