fn full_path(dirs: &[String], file: String) -> String {
    let mut path = String::from("/");
    for d in dirs {
        path = path + d + "/";
    }
    path + &file
}

fn extension(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(_, ext)| ext)
}

fn main() {
    let dirs = vec!["var".to_string(), "log".to_string()];
    let path = full_path(&dirs, "boot.txt".to_string());
    println!("{path}");
    println!("{:?} {:?}", extension(&path), extension("README"));
}
