#[derive(Debug)]
struct Employee {
    name: &'static str,
    salary: u32,
    years: u8,
}

fn raise(staff: &mut [Employee], percent: u32) {
    for e in staff.iter_mut() {
        if e.years >= 5 {
            e.salary += e.salary * percent / 100;
        }
        e.years += 1;
    }
}

fn main() {
    let mut staff = [
        Employee { name: "Sven", salary: 3000, years: 6 },
        Employee { name: "Tina", salary: 3200, years: 4 },
    ];
    raise(&mut staff, 10);
    raise(&mut staff, 5);
    for e in &staff {
        println!("{} {} {}", e.name, e.salary, e.years);
    }
}
