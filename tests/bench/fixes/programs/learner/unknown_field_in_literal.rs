#[derive(Debug)]
struct Window {
    title: String,
    width: u32,
    height: u32,
}

impl Window {
    fn square(title: &str, side: u32) -> Window {
        Window { title: title.to_string(), width: side, heigth: side }
    }

    fn pixels(&self) -> u32 {
        self.width * self.height
    }
}

fn main() {
    let windows = [
        Window::square("icon", 16),
        Window { title: "main".to_string(), width: 640, height: 480 },
    ];
    for w in &windows {
        println!("{} {}", w.title, w.pixels());
    }
    println!("{:?}", windows[0]);
}
