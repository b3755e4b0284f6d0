struct Employee {
    name: String,
    gross: u32,
    net: Option<u32>,
}

struct Payroll {
    staff: Vec<Employee>,
    rate: u32,
}

fn apply_tax(employee: &Employee, rate: u32) {
    let tax = employee.gross * rate / 100;
    employee.net = Some(employee.gross - tax);
}

impl Payroll {
    fn hire(&mut self, name: &str, gross: u32) -> &mut Self {
        self.staff.push(Employee { name: name.to_string(), gross, net: None });
        self
    }

    fn run(&mut self) {
        for employee in &mut self.staff {
            apply_tax(employee, self.rate);
        }
    }
}

fn main() {
    let mut payroll = Payroll { staff: Vec::new(), rate: 20 };
    payroll.hire("Mara", 4200).hire("Otto", 3150);
    payroll.run();
    for e in &payroll.staff {
        match e.net {
            Some(net) => println!("{}: {} -> {}", e.name, e.gross, net),
            None => println!("{}: pending", e.name),
        }
    }
}
