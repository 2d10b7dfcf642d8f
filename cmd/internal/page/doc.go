// Package page serves the built page: its files, compressed and cached, and index.html for
// every view's address, in the visitor's language. It knows no game; handlers of package api
// add what the page of one game says to search engines and messengers.
package page
