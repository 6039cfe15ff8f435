// SPDX-License-Identifier: MIT OR Apache-2.0

//! A shopping cart that can panic, and that a panic can leave half changed.
//! Ordinary Rust: nothing here knows of unpoison.

use std::cell::{RefCell, RefMut};

struct Item {
    quantity: u32,
    cents: u32,
}

/// What the products 0 to 4 cost.
const PRICES: [u32; 5] = [250, 499, 1999, 75, 120];

thread_local! {
    static CART: RefCell<Vec<Item>> = const { RefCell::new(Vec::new()) };
}

/// Puts an item into the cart; takes it out again unless it was committed.
struct Transaction<'a> {
    cart: RefMut<'a, Vec<Item>>,
    committed: bool,
}

impl<'a> Transaction<'a> {
    fn begin(mut cart: RefMut<'a, Vec<Item>>, quantity: u32) -> Self {
        cart.push(Item { quantity, cents: 0 });
        Transaction { cart, committed: false }
    }

    fn commit(mut self, cents: u32) {
        self.cart.last_mut().expect("was just put in").cents = cents;
        self.committed = true;
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.committed {
            self.cart.pop();
        }
    }
}

/// Returns the number of items in the cart. Panics for a product that does not
/// exist, and for a quantity that makes no sense, half-way through the change.
#[no_mangle]
pub extern "C-unwind" fn add_to_cart(product: u32, quantity: u32) -> u32 {
    CART.with(|cart| {
        let transaction = Transaction::begin(cart.borrow_mut(), quantity);
        if quantity == 0 {
            panic!("cannot sell {quantity} of product {product}");
        }
        transaction.commit(PRICES[product as usize] * quantity);
    });
    items_in_cart()
}

#[no_mangle]
pub extern "C-unwind" fn items_in_cart() -> u32 {
    CART.with(|cart| cart.borrow().iter().map(|item| item.quantity).sum())
}

#[no_mangle]
pub extern "C-unwind" fn total_in_cents() -> u32 {
    CART.with(|cart| cart.borrow().iter().map(|item| item.cents).sum())
}
