//! The `taghtia` command.

fn main() {}
