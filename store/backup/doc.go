// Package backup is the file that a database's backup is kept in.
//
// The file is a line that names the format, one zstd frame, and the SHA-256 of all bytes
// before it. The frame holds sections: a header in JSON, and then the rows of each table
// that the header lists, as Postgres' COPY writes them in its text format, which every
// version of Postgres reads. A section is chunks, each with its length before it as four
// bytes, most significant first, and ends with a chunk of length 0.
//
// [Open] reads the whole file once and compares the sum, so what it returns is whole.
package backup
