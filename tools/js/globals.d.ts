// Vendored scripts that a page loads before ours.
declare const L: any;
declare const htmx: any;

// Our scripts know what stands on their pages; the checker cannot. Everything else it checks.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface HTMLFormControlsCollection {
  namedItem(name: string): any;
}
