/** A body as the form that a page would send: readers of forms check both alike. */
export function formOf(body: Record<string, unknown>): FormData {
  const form = new FormData();
  const put = (name: string, value: unknown): void => {
    if (value === null || value === undefined || value === false) return;
    if (Array.isArray(value)) for (const one of value) put(name, one);
    else if (typeof value === "object")
      for (const [key, inner] of Object.entries(value)) put(`${name}.${key}`, inner);
    else form.append(name, value === true ? "on" : String(value));
  };
  for (const [name, value] of Object.entries(body)) put(name, value);
  return form;
}
