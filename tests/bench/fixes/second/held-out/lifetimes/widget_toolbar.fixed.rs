use std::fmt::Debug;

trait Widget {
    fn draw(&self, indent: usize);
}

struct Label<'a>(&'a str);

#[derive(Debug)]
struct Gauge {
    value: u8,
}

struct Inspect<T>(T);

impl Widget for Label<'_> {
    fn draw(&self, indent: usize) {
        println!("{}{}", " ".repeat(indent), self.0);
    }
}

impl<T: Debug> Widget for Inspect<T> {
    fn draw(&self, indent: usize) {
        println!("{}{:?}", " ".repeat(indent), self.0);
    }
}

struct Toolbar<'a> {
    widgets: Vec<Box<dyn Widget + 'a>>,
}

impl<'a> Toolbar<'a> {
    fn with<W: Widget + 'a>(mut self, widget: W) -> Self {
        self.widgets.push(Box::new(widget));
        self
    }

    fn draw(&self) {
        for (i, widget) in self.widgets.iter().enumerate() {
            widget.draw(i * 2);
        }
    }
}

fn main() {
    let title = String::from("volume");
    let gauge = Gauge { value: 70 };
    let toolbar = Toolbar { widgets: Vec::new() }
        .with(Label(&title))
        .with(Inspect(&gauge))
        .with(Inspect((1, 2)));
    toolbar.draw();
    println!("{} widgets, {}%", toolbar.widgets.len(), gauge.value);
}
