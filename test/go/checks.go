package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
)

const attempts = 600

var failed = false

// check tells how it went on a line of its own: "ok NAME" or "failed NAME: WHY".
func check(name string, action func()) {
	defer func() {
		if failure := recover(); failure != nil {
			failed = true
			fmt.Printf("failed %s: %s\n", name, strings.Join(strings.Fields(fmt.Sprint(failure)), " "))
		} else {
			fmt.Println("ok " + name)
		}
	}()
	action()
}

// must is the answer of a call that has to succeed.
func must[T any](answer T, err error) T {
	if err != nil {
		panic(err)
	}
	return answer
}

func equal(expected, actual any) {
	if !reflect.DeepEqual(expected, actual) {
		panic(fmt.Sprintf("expected %v, got %v", expected, actual))
	}
}

func holds(what string, value bool) {
	if !value {
		panic("not so: " + what)
	}
}

// thrown is what err must be.
func thrown[E error](err error) E {
	var expected E
	if !errors.As(err, &expected) {
		panic(fmt.Sprintf("expected %T, got %v", expected, err))
	}
	return expected
}

// await asks until it holds.
func await(what string, holds func() bool) {
	for range attempts {
		if holds() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	panic("never so: " + what)
}
