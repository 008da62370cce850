/* A program that is nothing but program.c. */
int serve(void);

int main(void) {
    return serve();
}
