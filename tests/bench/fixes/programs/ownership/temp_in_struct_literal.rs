struct View<'a> {
    title: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> View<'a> {
    fn new(title: &'a str, text: &'a str) -> Self {
        View { title, lines: text.lines().filter(|l| !l.is_empty()).collect() }
    }

    fn show(&self) {
        println!("== {} ==", self.title);
        for (n, l) in self.lines.iter().enumerate() {
            println!("{n} {l}");
        }
    }
}

fn main() {
    let text = String::from("alpha\nbeta\n\ngamma");
    let name = "greek";
    let view = View::new(&name.to_uppercase(), &text);
    view.show();
    println!("{}", view.lines.len());
}
