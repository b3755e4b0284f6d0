#[derive(Debug, Clone, Copy)]
struct Particle {
    x: f64,
    y: f64,
    dx: f64,
    dy: f64,
}

mod world {
    use super::Particle;

    pub const WIDTH: f64 = 10.0;

    pub fn tick(particles: &mut Vec<Particle>) {
        particles.iter_mut().for_each(|p| {
            p.x += p.dx;
            p.y += p.dy;
            if p.x < 0.0 || p.x > WIDTH {
                p.dx = -p.dx;
            }
        });
    }
}

fn main() {
    let mut particles = vec![
        Particle { x: 9.0, y: 0.0, dx: 1.5, dy: 0.5 },
        Particle { x: 4.0, y: 2.0, dx: -1.0, dy: 0.25 },
    ];
    for _ in 0..4 {
        world::tick(&mut particles);
    }
    for (i, p) in particles.iter().enumerate() {
        println!("#{} at ({:.2}, {:.2}) dx {:+.1}", i, p.x, p.y, p.dx);
    }
}
