export { Checkbox } from "./field.tsx";
