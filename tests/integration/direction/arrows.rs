//! Which file of the source uses what another file defines.
//!
//! Reads every file with a parser, so that strings, comments and words of the same spelling do not count. A name is
//! followed to the file that defines it: what a head re-exports belongs to the child it comes from, so a head that only
//! lists its children uses none of them, and a child that takes a sibling's type through the head uses the sibling.
//! What is compiled for tests only does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// A module by its names from the crate's root.
pub type Module = Vec<String>;

/// The files of the crate by their modules, each with the files it uses and by which names.
#[derive(Default)]
pub struct Arrows(pub BTreeMap<Module, BTreeMap<Module, BTreeSet<String>>>);

/// What stands side by side in a folder: who uses whom there, and lines that show it.
type Neighbours<'a> = BTreeMap<&'a String, BTreeMap<&'a String, Vec<String>>>;

/// What one file says, before names are followed.
#[derive(Default)]
struct File {
    /// Names bound by `use`, and the paths they stand for; whether it is a re-export.
    bound: BTreeMap<String, (Module, bool)>,
    /// Modules whose every name is taken in.
    globs: Vec<(Module, bool)>,
    /// Names of the items that it defines.
    items: BTreeSet<String>,
    /// Paths it names, as written, with the inline module they stand in.
    named: BTreeSet<(Module, Vec<String>)>,
}

impl Arrows {
    /// Reads the crate whose root is `src/lib.rs`.
    pub fn read(src: &Path) -> Self {
        let mut files = BTreeMap::new();
        read(src, &Module::new(), &mut files);
        let mut arrows = Self::default();
        for (module, file) in &files {
            let used = arrows.0.entry(module.clone()).or_default();
            for (within, path) in &file.named {
                let written = path.join("::");
                if let Some(target) = follow(&files, within, path, 0)
                    && target != *module
                {
                    used.entry(target).or_default().insert(written);
                }
            }
        }
        arrows
    }

    /// Circles of what stands side by side in a folder, each as the arrows it is made of.
    ///
    /// A folder and its head (`foo.rs` and `foo/`) are one: a head may use its children, and they its types. Between
    /// what stands side by side, arrows lead one way.
    pub fn circles(&self) -> Vec<String> {
        let mut folders: BTreeMap<&[String], Neighbours<'_>> = BTreeMap::new();
        for (user, used) in &self.0 {
            for (target, names) in used {
                let shared = user.iter().zip(target).take_while(|(a, b)| a == b).count();
                let (Some(from), Some(to)) = (user.get(shared), target.get(shared)) else { continue };
                let arrows = folders.entry(&user[..shared]).or_default().entry(from).or_default();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                arrows.entry(to).or_default().push(format!(
                    "    {} uses {}: {}",
                    user.join("::"),
                    target.join("::"),
                    names.join(", ")
                ));
            }
        }
        folders.iter().flat_map(|(folder, arrows)| circles_of(&folder.join("::"), arrows)).collect()
    }
}

/// The circles among the children of one folder.
fn circles_of(folder: &str, arrows: &Neighbours<'_>) -> Vec<String> {
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|child| (*child, reached(arrows, child))).collect();
    let in_circle =
        |a: &String, b: &String| reach[a].contains(b) && reach.get(b).is_some_and(|of| of.contains(a));
    let mut found = BTreeSet::new();
    for child in arrows.keys().filter(|child| reach[**child].contains(**child)) {
        let group: BTreeSet<&String> =
            reach[*child].iter().filter(|other| in_circle(child, other)).copied().collect();
        let names: Vec<&str> = group.iter().map(|name| name.as_str()).collect();
        let mut told = format!("in {folder}, {} use each other:", names.join(", "));
        for from in &group {
            for (_, lines) in arrows[*from].iter().filter(|(to, _)| group.contains(*to)) {
                told.push('\n');
                told.push_str(&lines.join("\n"));
            }
        }
        found.insert(told);
    }
    found.into_iter().collect()
}

fn reached<'a>(arrows: &Neighbours<'a>, from: &String) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&String> = arrows[from].keys().copied().collect();
    while let Some(child) = open.pop() {
        if reached.insert(child) {
            open.extend(arrows.get(child).into_iter().flat_map(|of| of.keys().copied()));
        }
    }
    reached
}

/// Reads a module's file and, behind its `mod` lines, its children.
fn read(src: &Path, module: &Module, files: &mut BTreeMap<Module, File>) {
    let path = match module.split_last() {
        None => src.join("lib.rs"),
        Some((last, folders)) => src.join(folders.join("/")).join(format!("{last}.rs")),
    };
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let syntax = syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut reader = Reader { within: module.clone(), file: File::default(), children: Vec::new() };
    reader.visit_file(&syntax);
    files.insert(module.clone(), reader.file);
    for child in reader.children {
        read(src, &child, files);
    }
}

struct Reader {
    /// The module being read; longer than the file's inside an inline module.
    within: Module,
    file: File,
    children: Vec<Module>,
}

/// Whether an item is there for tests alone.
fn of_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test")))
    })
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(i) => &i.attrs,
        syn::Item::Enum(i) => &i.attrs,
        syn::Item::Fn(i) => &i.attrs,
        syn::Item::Impl(i) => &i.attrs,
        syn::Item::Mod(i) => &i.attrs,
        syn::Item::Static(i) => &i.attrs,
        syn::Item::Struct(i) => &i.attrs,
        syn::Item::Trait(i) => &i.attrs,
        syn::Item::Type(i) => &i.attrs,
        syn::Item::Use(i) => &i.attrs,
        _ => &[],
    }
}

fn name(item: &syn::Item) -> Option<&syn::Ident> {
    match item {
        syn::Item::Const(i) => Some(&i.ident),
        syn::Item::Enum(i) => Some(&i.ident),
        syn::Item::Fn(i) => Some(&i.sig.ident),
        syn::Item::Static(i) => Some(&i.ident),
        syn::Item::Struct(i) => Some(&i.ident),
        syn::Item::Trait(i) => Some(&i.ident),
        syn::Item::Type(i) => Some(&i.ident),
        _ => None,
    }
}

impl Reader {
    fn name(&mut self, path: Vec<String>) {
        self.file.named.insert((self.within.clone(), path));
    }

    /// The names a `use` binds, and their paths.
    fn bind(&mut self, tree: &syn::UseTree, before: &[String], shown: bool) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.bind(&path.tree, &with(&path.ident), shown),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.bind(tree, before, shown);
                }
            }
            syn::UseTree::Glob(_) => {
                self.file.globs.push((before.to_vec(), shown));
                if !shown {
                    self.name(before.to_vec());
                }
            }
            syn::UseTree::Name(name) if name.ident == "self" => {
                self.bound(before.last(), before.to_vec(), shown);
            }
            syn::UseTree::Name(name) => self.bound(Some(&name.ident.to_string()), with(&name.ident), shown),
            syn::UseTree::Rename(name) => {
                self.bound(Some(&name.rename.to_string()), with(&name.ident), shown);
            }
        }
    }

    fn bound(&mut self, name: Option<&String>, path: Vec<String>, shown: bool) {
        if let Some(name) = name.filter(|name| *name != "_") {
            self.file.bound.insert(name.clone(), (path.clone(), shown));
        }
        if !shown {
            self.name(path);
        }
    }

    /// Paths within a macro or an attribute, which no parser knows the grammar of.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        let mut dot = false;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.ended(&mut path);
                    }
                    if dot {
                        path.clear();
                    } else {
                        path.push(ident.to_string());
                    }
                    (colons, dot) = (0, false);
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Punct(mark) => {
                    self.ended(&mut path);
                    (colons, dot) = (0, mark.as_char() == '.');
                }
                TokenTree::Group(group) => {
                    self.ended(&mut path);
                    (colons, dot) = (0, false);
                    self.tokens(group.stream());
                }
                TokenTree::Literal(_) => self.ended(&mut path),
            }
        }
        self.ended(&mut path);
    }

    fn ended(&mut self, path: &mut Vec<String>) {
        if !path.is_empty() {
            self.name(std::mem::take(path));
        }
    }
}

impl<'a> Visit<'a> for Reader {
    fn visit_item(&mut self, item: &'a syn::Item) {
        if of_tests(attributes(item)) {
            return;
        }
        if let Some(name) = name(item) {
            self.file.items.insert(name.to_string());
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        if !of_tests(&function.attrs) {
            syn::visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        let mut inner = self.within.clone();
        inner.push(item.ident.to_string());
        if item.content.is_none() {
            self.children.push(inner);
            return;
        }
        let outer = std::mem::replace(&mut self.within, inner);
        syn::visit::visit_item_mod(self, item);
        self.within = outer;
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        let shown = !matches!(item.vis, syn::Visibility::Inherited);
        self.bind(&item.tree, &[], shown);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        self.name(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, invoked: &'a syn::Macro) {
        self.visit_path(&invoked.path);
        self.tokens(invoked.tokens.clone());
    }

    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_attribute(&mut self, attribute: &'a syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }
}

/// The file that defines what a path names when it is written in a module; `None` where it is not of this crate.
fn follow(files: &BTreeMap<Module, File>, within: &Module, path: &[String], depth: usize) -> Option<Module> {
    assert!(depth < 20, "names that lead to each other: {}", path.join("::"));
    let (first, rest) = path.split_first()?;
    let file = owner(files, within);
    match first.as_str() {
        "crate" => return inside(files, &Module::new(), rest, depth),
        "self" => return inside(files, within, rest, depth),
        "super" => {
            let above = within.split_last().map_or_else(Module::new, |(_, above)| above.to_vec());
            return if rest.first().is_some_and(|next| next == "super") {
                follow(files, &above, rest, depth + 1)
            } else {
                inside(files, &above, rest, depth)
            };
        }
        _ => {}
    }
    let child = [file.as_slice(), std::slice::from_ref(first)].concat();
    if !rest.is_empty() && files.contains_key(&child) {
        return inside(files, &child, rest, depth);
    }
    if let Some((meant, shown)) = files[&file].bound.get(first) {
        // A macro's own name, shown to other files.
        if meant.len() == 1 && meant[0] == *first {
            return Some(file);
        }
        // A name alone may be a variable's; what `use` brings in privately counts where it stands.
        return if rest.is_empty() && !shown {
            None
        } else {
            follow(files, &file, &[meant.as_slice(), rest].concat(), depth + 1)
        };
    }
    files[&file].globs.iter().find_map(|(glob, _)| {
        let module = follow_glob(files, &file, glob, depth + 1)?;
        files[&module].items.contains(first).then_some(module)
    })
}

/// The file that defines what a path names below a module.
fn inside(files: &BTreeMap<Module, File>, module: &Module, rest: &[String], depth: usize) -> Option<Module> {
    let Some((next, after)) = rest.split_first() else { return Some(owner(files, module)) };
    let child = [module.as_slice(), std::slice::from_ref(next)].concat();
    if files.contains_key(&child) {
        return inside(files, &child, after, depth);
    }
    let file = owner(files, module);
    let here = &files[&file];
    if here.items.contains(next) {
        return Some(file);
    }
    if let Some((meant, _)) = here.bound.get(next) {
        return follow(files, &file, &[meant.as_slice(), after].concat(), depth + 1);
    }
    for (glob, _) in &here.globs {
        if let Some(module) = follow_glob(files, &file, glob, depth + 1)
            && (files[&module].items.contains(next) || files[&module].bound.contains_key(next))
        {
            return inside(files, &module, rest, depth + 1);
        }
    }
    Some(file)
}

/// The module of ours whose every name a file takes in by a glob.
fn follow_glob(
    files: &BTreeMap<Module, File>,
    file: &Module,
    glob: &[String],
    depth: usize,
) -> Option<Module> {
    let (first, rest) = glob.split_first()?;
    let child = [file.as_slice(), std::slice::from_ref(first)].concat();
    if files.contains_key(&child) {
        return inside(files, &child, rest, depth);
    }
    ["crate", "self", "super"].contains(&first.as_str()).then(|| follow(files, file, glob, depth))?
}

/// The file a module stands in: itself, or the one around an inline module.
fn owner(files: &BTreeMap<Module, File>, module: &Module) -> Module {
    let mut module = module.clone();
    while !files.contains_key(&module) {
        module.pop();
    }
    module
}
