fn common_prefix(a: &'a str, b: &str) -> &'a str {
    let mut end = 0;
    for (x, y) in a.chars().zip(b.chars()) {
        if x != y {
            break;
        }
        end += x.len_utf8();
    }
    &a[..end]
}

fn main() {
    let words = ["interview", "internet", "interval"];
    let mut prefix = words[0];
    for w in &words[1..] {
        prefix = common_prefix(prefix, w);
    }
    println!("{prefix}");
    println!("{:?}", common_prefix("abc", "xyz"));
}
