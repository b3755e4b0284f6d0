mod geometry {
    pub fn area(w: f64, h: f64) -> f64 {
        w * h
    }

    pub fn perimeter(w: f64, h: f64) -> f64 {
        2.0 * (w + h)
    }

    pub fn ratio(w: f64, h: f64) -> f64 {
        area(w, h) / perimeter(w, h)
    }
}

fn main() {
    let rooms = [("hall", 2.0, 5.0), ("den", 3.0, 3.0)];
    for (name, w, h) in rooms {
        println!("{name}: {:.1} {:.2}", geometry::area(w, h), geometry::ratio(w, h));
    }
}
