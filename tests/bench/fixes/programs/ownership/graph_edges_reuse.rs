use std::collections::BTreeMap;

type Graph = BTreeMap<String, Vec<String>>;

fn add_edge(graph: &mut Graph, from: String, to: String) {
    graph.entry(from).or_default().push(to);
    graph.entry(to).or_default().push(from);
}

fn degree(graph: &Graph, node: &str) -> usize {
    graph.get(node).map_or(0, |n| n.len())
}

fn main() {
    let g = Graph::new();
    let roads = [("A", "B"), ("B", "C"), ("C", "A"), ("C", "D")];
    for (x, y) in roads {
        add_edge(&mut g, x.to_string(), y.to_string());
    }
    for (node, neighbours) in &g {
        println!("{node}: {}", neighbours.join(" "));
    }
    println!("degree of C = {}", degree(&g, "C"));
}
