fn box_volume(width: f64, height: f64, depth: f64) -> f64 {
    width * height * depth
}

fn cube_volume(side: f64) -> f64 {
    box_volume(side, side)
}

fn fill_time(volume: f64, per_minute: f64) -> f64 {
    volume / per_minute
}

fn main() {
    let crate_volume = box_volume(2.0, 1.5, 4.0);
    let cube = cube_volume(3.0);
    println!("{crate_volume:.1} {cube:.1}");
    println!("{:.2} min", fill_time(crate_volume + cube, 6.0));
}
