mod staff {
    #[derive(Debug, Clone)]
    pub struct Employee {
        pub name: String,
        pub monthly: u32,
        pub grade: Grade,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Grade {
        Junior,
        Senior,
        Lead,
    }

    impl Employee {
        pub fn new(name: &str, monthly: u32, grade: Grade) -> Self {
            Employee { name: name.to_string(), monthly, grade }
        }
    }

    pub mod rules {
        use super::Grade;

        pub fn raise_percent(grade: Grade) -> u32 {
            match grade {
                Grade::Junior => 10,
                Grade::Senior => 5,
                Grade::Lead => 3,
            }
        }
    }
}

mod payroll {
    use std::collections::HashMap;

    use crate::staff::rules::raise_percent;
    use crate::staff::{Employee, Grade};

    pub fn per_grade(team: &[Employee]) -> HashMap<Grade, u32> {
        let mut totals = HashMap::new();
        for person in team {
            *totals.entry(person.grade).or_insert(0) += person.monthly;
        }
        totals
    }

    pub fn raise_all(team: &mut [Employee]) {
        for person in team {
            person.monthly += person.monthly * raise_percent(person.grade) / 100;
        }
    }
}

use staff::{Employee, Grade};
use std::collections::HashMap;

fn print_totals(totals: &HashMap<Grade, u32>) {
    let mut rows: Vec<(&Grade, &u32)> = totals.iter().collect();
    rows.sort();
    for (grade, total) in rows {
        println!("  {:?}: {}", grade, total);
    }
}

fn main() {
    let mut team = vec![
        Employee::new("Olga", 3000, Grade::Senior),
        Employee::new("Pete", 2000, Grade::Junior),
        Employee::new("Rosa", 4000, Grade::Lead),
        Employee::new("Sven", 2200, Grade::Junior),
    ];

    println!("before");
    print_totals(&payroll::per_grade(&team));
    payroll::raise_all(&mut team);
    println!("after");
    print_totals(&payroll::per_grade(&team));

    let best = team.iter().max_by_key(|e| e.monthly).unwrap();
    println!("{} earns {}", best.name, best.monthly);
}
