export function keys(): string
