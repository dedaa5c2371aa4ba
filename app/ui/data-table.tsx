export { DataTable, Table, Td, Th, Tr } from "./table.tsx";
