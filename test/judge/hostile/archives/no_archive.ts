// Tries: something that is no archive
// Expects: invalid_archive

export default Buffer.from("a b c");
