#[derive(Debug, Clone, PartialEq)]
enum Output {
    Lines,
    Count,
    Quiet,
}

#[derive(Debug)]
struct Options {
    pattern: String,
    ignore_case: bool,
    max: Option<usize>,
    output: Output,
}

fn parse_args(args: &[String]) -> Result<Options, String> {
    let mut options = Options {
        pattern: String::new(),
        ignore_case: false,
        max: None,
        output: Output::Lines,
    };
    let mut iter = args.iter();

    while let Some(arg) = iter.next() {
        match arg.as_str() {
            "-i" => options.ignore_case = true,
            "-c" => options.output = Output::Count,
            "-q" => options.output = Output::Quiet,
            "-m" => {
                let n = iter.next().ok_or("-m needs a number")?;
                let n = n.parse::<usize>().map_err(|e| e.to_string())?;
                options.max = Some(n);
            }
            flag if flag.starts_with('-') => return Err(format!("unknown flag {}", flag)),
            word => options.pattern = word.to_string(),
        }
    }

    if options.pattern.is_empty() {
        return Err("no pattern given".to_string());
    }
    Ok(options)
}

fn run(options: &Options, text: &str) {
    let matches = |line: &str| {
        if options.ignore_case {
            line.to_lowercase().contains(&options.pattern.to_lowercase())
        } else {
            line.contains(&options.pattern)
        }
    };
    let limit = options.max.unwrap_or(usize::MAX);
    let found: Vec<&str> = text.lines().filter(|line| matches(line)).take(limit).collect();

    match options.output {
        Output::Lines => found.iter().for_each(|line| println!("{}", line)),
        Output::Count => println!("{}", found.len()),
        Output::Quiet => println!("{}", if found.is_empty() { "no" } else { "yes" }),
    }
}

fn main() {
    let text = "Rust is fast\nthe rusty gate\nGo is simple\ntrust nobody";
    let calls = ["rust", "-i rust", "-i -c rust", "-m 1 t", "-q zig", "-m x rust", "-v a", "-c"];

    for call in calls {
        let args: Vec<String> = call.split(' ').map(String::from).collect();
        println!("> {}", call);
        match parse_args(&args) {
            Ok(options) => run(&options, text),
            Err(message) => println!("error: {}", message),
        }
    }
}
