// SPDX-License-Identifier: MIT OR Apache-2.0
// Dart, with garbage collection by the engine: formats Dart.

import { format } from '@wasm-fmt/dart_fmt';
import { outOfStack } from '../lib/deaths.mjs';

const pieces = {
	empty: '',
	main: 'void main(List<String>args){print("Hello, ${args.first}!");}',
	class: 'abstract class A<T extends B>with C implements D{final int?x;static late var y;A(this.x,{required this.z}):assert(x!=null),super();factory A.n()=>_;}',
	async: 'Future<void>f()async{await for(final x in s){yield* g(x);}try{h();}on E catch(e,s){rethrow;}finally{}}',
	patterns: 'var r=switch(x){(int a,:var b)when a>b=>1,[1,...]=>2,{"k":_}=>3,_=>4};',
	collections: 'var l=[1,...?a,if(b)2 else 3,for(var i=0;i<9;i++)i];var m=<String,int>{"a":1};var s={1,2};',
	cascades: 'var p=Paint()..color=Colors.black..strokeCap=StrokeCap.round..strokeWidth=5.0;',
	comments: '/// doc\nclass A{}// end\n\n\n\n/* block */int x=1;',
	mixins: 'mixin M on A,B{}enum E{a(1),b(2);const E(this.v);final int v;}extension X on int{int get d=>this*2;}sealed class S{}',
	imports: "library l;import'dart:io'as io show File hide Dir;export 'a.dart';part 'b.dart';",
	strings: "var s='a'\"b\"'''c\n''' r'\\d';var t='größe ${名前}';",
	long: 'final result=someFunction(argumentNumberOne,argumentNumberTwo,named:anotherFunction(1,2,3),other:[1,2,3,4,5,6,7,8,9]);',
};

const mistakes = ['class', 'void f( {', 'var a = ;', "'open", '}', 'import', 'int 5x;', 'if (', 'enum {'];

export async function use(log) {
	for (const [name, text] of Object.entries(pieces)) {
		for (const options of [undefined, { line_width: 40 }])
			await log.try(`${name}, ${options?.line_width}`, () => format(text, 'a.dart', options));
	}
	for (const text of mistakes)
		await log.error(`mistake: ${text}`, () => format(text, 'a.dart'));
	for (const count of [5, 100, 700])
		log(`${count} times`, format(Array.from({ length: count }, (_, i) => `int f${i}(a,b){if(a>b)return[1,2,${i}].length;}`).join(''), 'a.dart'));
}

export const refused = 'has a NUL in it';

export function kill() {
	outOfStack(() => format(pieces.class, 'a.dart'));
}
