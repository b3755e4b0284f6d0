#[derive(Debug)]
struct Joint {
    angle: i32,
}

struct Arm {
    joints: Vec<Joint>,
}

fn balance(a: &mut Joint, b: &mut Joint) {
    let mean = (a.angle + b.angle) / 2;
    a.angle = mean;
    b.angle = mean;
}

impl Arm {
    fn relax(&mut self) {
        for i in 1..self.joints.len() {
            balance(&mut self.joints[i - 1], &mut self.joints[i]);
        }
    }
}

fn main() {
    let mut arm = Arm { joints: [80, 20, 10].map(|angle| Joint { angle }).into() };
    arm.relax();
    let angles: Vec<String> = arm.joints.iter().map(|j| j.angle.to_string()).collect();
    println!("{}", angles.join("/"));
}
