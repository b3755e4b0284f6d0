use std::collections::BTreeMap;

type Command = fn(&[&str]) -> String;

struct Shell {
    commands: BTreeMap<&'static str, Command>,
}

fn echo(args: &[&str]) -> String {
    args.join(" ")
}

fn add(args: &[&str]) -> String {
    let sum: i64 = args.iter().filter_map(|a| a.parse::<i64>().ok()).sum();
    sum.to_string()
}

impl Shell {
    fn new(user: &str) -> Shell {
        let user = user.to_string();
        let mut commands: BTreeMap<&'static str, Command> = BTreeMap::new();
        commands.insert("echo", echo);
        commands.insert("add", add);
        commands.insert("whoami", move |_| user.clone());
        Shell { commands }
    }

    fn run(&self, line: &str) -> String {
        let parts: Vec<&str> = line.split_whitespace().collect();
        match parts.split_first() {
            Some((name, args)) => match self.commands.get(name) {
                Some(cmd) => cmd(args),
                None => format!("{}: not found", name),
            },
            None => String::new(),
        }
    }
}

fn main() {
    let shell = Shell::new("root");
    for line in ["echo hi there", "add 4 5 x 6", "whoami", "ls -l"] {
        println!("$ {}\n{}", line, shell.run(line));
    }
}
