struct Skill<'a> {
    name: &'a str,
    cost: u32,
    requires: Vec<&'a Skill<'a>>,
}

impl<'a> Skill<'a> {
    fn root(name: &'a str, cost: u32) -> Self {
        Skill { name, cost, requires: vec![] }
    }

    fn after(name: &'a str, cost: u32, requires: Vec<&'a Skill<'a>>) -> Self {
        Skill { name, cost, requires }
    }

    fn total_cost(&self) -> u32 {
        self.cost + self.requires.iter().map(|s| s.total_cost()).sum::<u32>()
    }

    fn depth(&self) -> usize {
        1 + self.requires.iter().map(|s| s.depth()).max().unwrap_or(0)
    }
}

fn main() {
    let stamina = Skill::root("stamina", 1);
    let focus = Skill::root("focus", 2);
    let sword = Skill::after("sword", 3, vec![&stamina]);
    let flame = Skill::after("flame", 4, vec![&focus]);
    let blade = Skill::after("flaming blade", 6, vec![&sword, &flame]);

    for skill in [&stamina, &sword, &flame, &blade] {
        println!(
            "{:<14} cost {:>2} total {:>2} depth {}",
            skill.name,
            skill.cost,
            skill.total_cost(),
            skill.depth()
        );
    }
}
